/**
 * What the linking of one profile asks of the installation, about the others:
 * whether one is here already, and that others come along. Nothing else of one
 * profile is known to another.
 */
export interface Neighbours {
  /**
   * Whether another profile here has the devices that talk in the conversation of that id (32 bytes);
   * undefined when that cannot be found out now.
   */
  isHere(devices: Uint8Array): Promise<boolean | undefined>;
  /**
   * Makes a link for each of the profiles of these ids: for a device that has been compared, and
   * calls this one `device`. Undefined when that cannot be kept now.
   */
  invite(ids: readonly string[], device: string): Promise<readonly string[] | undefined>;
  /**
   * Begins a profile for each of these links, once, as the device of that name. True when all are
   * durable, or never can be: the link is too old, or there is no room.
   */
  take(links: readonly string[], device: string): Promise<boolean>;
}

/** Of a program that stands alone. */
export const NO_NEIGHBOURS: Neighbours = {
  isHere: () => Promise.resolve(false),
  invite: () => Promise.resolve([]),
  take: () => Promise.resolve(true),
};
