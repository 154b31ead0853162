/** Set by `npm run test:full`: everything instead of a fixed sample. */
export const IS_FULL = process.env.TEST_FULL === "1";

/** Of long cases of one kind: all of them in `npm run test:full`, some in `npm test`. */
export const someOf = <Case>(cases: readonly Case[], some: number): readonly Case[] =>
  IS_FULL ? cases : cases.slice(-some);

/** Where `npm run test:faults` has the cells of the kill matrix listed. */
export const KILL_MATRIX_FILE = process.env.KILL_MATRIX_FILE;
