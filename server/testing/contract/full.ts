/** Set by `npm run test:full`: everything instead of a fixed sample. */
export const IS_FULL = process.env.TEST_FULL === "1";
