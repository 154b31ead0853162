/** The chain sources that an installation may have, by their names in SOURCES, in their order without it. */
export const SOURCE_NAMES = ["blockfrost", "blockfrost-backup", "kupo", "koios", "graphql"] as const;
export type SourceName = (typeof SOURCE_NAMES)[number];
