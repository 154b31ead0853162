import type { Channels } from "./channel";

/** What telling people takes: where to, and the address of the pages that messages lead to. */
export type Telling = { readonly channels: Channels; readonly siteUrl: string };
