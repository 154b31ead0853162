import { visible } from "@/server/domain/shown";

/*
 * The wallets that extensions put into the page (CIP-30, `window.cardano`). Whatever is there was written by others: a
 * getter may throw, a name may be a page long, two may have the same. One bad extension must not hide the others.
 */

/** A wallet, read once: what its getters answer later is not asked again. */
export type InjectedWallet = {
  /** Its place in the page: "lace". */
  readonly id: string;
  /** One line of at most 40 characters. */
  readonly name: string;
  /** A picture that our content policy lets be shown, or null. */
  readonly icon: string | null;
  /** Numbers of the CIPs that it says it extends CIP-30 by. */
  readonly extensions: readonly number[];
  readonly enable: (options?: { extensions: { cip: number }[] }) => Promise<unknown>;
};

const MOST_WALLETS = 50;
const MOST_NAME = 40;
const MOST_ICON = 100_000;
const ICON = /^data:image\/(png|svg\+xml|webp|jpeg|gif)[;,]/;

/** The wallets in the page so far; some arrive late. Two of one name are told apart by their ids. */
export function injectedWallets(): readonly InjectedWallet[] {
  const injected = property(globalThis, "cardano");
  const seen = new Set<unknown>();
  const wallets = keysOf(injected).flatMap((id): InjectedWallet[] => {
    const value = property(injected, id);
    // Some wallets stand there under an old name and a new one.
    if (seen.has(value)) return [];
    seen.add(value);
    return readWallet(id, value);
  });
  const isTwice = (name: string) => wallets.filter((wallet) => wallet.name === name).length > 1;
  return wallets.map((wallet) =>
    isTwice(wallet.name) ? { ...wallet, name: `${wallet.name} (${visible(wallet.id, MOST_NAME / 2)})` } : wallet,
  );
}

function readWallet(id: string, value: unknown): InjectedWallet[] {
  const enable = property(value, "enable");
  if (typeof enable !== "function") return [];
  const name = property(value, "name");
  const icon = property(value, "icon");
  const extensions = property(value, "supportedExtensions");
  return [
    {
      id,
      name: nameOf(typeof name === "string" ? name : "") || nameOf(id) || "?",
      icon: typeof icon === "string" && icon.length <= MOST_ICON && ICON.test(icon) ? icon : null,
      extensions: Array.isArray(extensions)
        ? extensions.flatMap((extension) => {
            const cip = property(extension, "cip");
            return typeof cip === "number" ? [cip] : [];
          })
        : [],
      enable: async (options) => enable.call(value, ...(options ? [options] : [])),
    },
  ];
}

/** Cut before it is searched: it may be long. */
function nameOf(text: string): string {
  const line = text
    .slice(0, 10 * MOST_NAME)
    .replace(/[\p{White_Space}\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ")
    .trim();
  return visible(line, MOST_NAME - 1);
}

function keysOf(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  try {
    return Object.keys(value).slice(0, MOST_WALLETS);
  } catch {
    return [];
  }
}

/** A property of whatever it is; undefined where reading it throws. */
export function property(value: unknown, name: string): unknown {
  if ((typeof value !== "object" && typeof value !== "function") || value === null) return undefined;
  try {
    return (value as Record<string, unknown>)[name];
  } catch {
    return undefined;
  }
}
