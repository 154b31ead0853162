import packageJson from "../package.json";

/** Of this software, as it was released. */
export const VERSION: string = packageJson.version;
