/** Code that is loaded when it is first needed, once for the page; after a failure it is tried again. */

export interface Late<Code> {
  /** Undefined until it was loaded. */
  now(): Code | undefined;
  load(): Promise<Code>;
}

export const createLate = <Code>(load: () => Promise<Code>): Late<Code> => {
  let code: Code | undefined;
  let loading: Promise<Code> | undefined;

  const begin = async (): Promise<Code> => {
    try {
      code = await load();
      return code;
    } finally {
      loading = undefined;
    }
  };

  return {
    now: () => code,
    load: () => (code === undefined ? (loading ??= begin()) : Promise.resolve(code)),
  };
};
