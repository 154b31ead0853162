/** Nobody sees it, and no service reads on over it. */
const ZERO_WIDTH = "\u200b";

/**
 * What services act on where it stands in plain text: "@name" calls people, ":x:" is a picture, "/x" a command to bots,
 * and addresses are links, for some also without a scheme: ".md" is a country, so that RUNBOOKS.md would be one.
 */
const ACTIVE = /@|:(?=[/a-z_+])|(?<![\p{L}\p{N}_])\/(?=\w)|#(?=[\p{L}_])|(?<=[\p{L}\p{N}])\.(?=[\p{L}\p{N}]*\p{L})/giu;

/** The same text, in which a service finds nobody to call and nothing to open. */
export const quiet = (text: string): string => text.replace(ACTIVE, `$&${ZERO_WIDTH}`);

const LOOKALIKES: Readonly<Record<string, string>> = { "*": "∗", "~": "∼", "`": "‘" };

/**
 * The same for services that format, where no escape is one to all of them: signs that begin a line or a link's address
 * are parted from them, and those around words have lookalikes. "_" within a word stays, as in CHANNELS_FILE.
 */
export function unformatted(text: string): string {
  return quiet(text)
    .replace(/[*~`]/g, (sign) => LOOKALIKES[sign] ?? sign)
    .replace(/(?<![\p{L}\p{N}_])_+|_+(?![\p{L}\p{N}_])/gu, (run) => "＿".repeat(run.length))
    .replace(/(?<=\])\(/g, `${ZERO_WIDTH}(`)
    .replace(/^(?![\p{L}[])(?=.)/gmu, ZERO_WIDTH);
}
