import type { Faults } from "./faults";
import type { Chain } from "./ledger/chain";

/** What a server of another kind is given: the ledger that it tells, and how to err. */
export type DialectOptions = {
  readonly chain: Chain;
  readonly faults: Faults;
  /** The largest page, where tests want a small one; the server's own without it. */
  readonly mostRows?: number | undefined;
  readonly onFailure: (cause: unknown) => void;
};

export type DialectServer = { readonly url: string; close(): Promise<void> };
