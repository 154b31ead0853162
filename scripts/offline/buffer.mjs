// The domain's code was written for Node, whose Buffer browsers lack (esbuild's `inject`).
export { Buffer } from "buffer/";
