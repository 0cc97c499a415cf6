/** The device's clock: milliseconds since 1970, as the system tells them, right or wrong. */
export interface Clock {
  now(): number;
}
