import type { AssetUnit, Hex, Identity, Lovelace } from "@/server/domain/units";

/** How somebody takes part. See cast.ts for what each is there to show. */
export type Role =
  | "rich"
  | "regular"
  | "enterprise"
  | "two-addresses"
  | "several-plays"
  | "sold-all"
  | "sold-part"
  | "tiny-holder"
  | "script-saver"
  | "never-played"
  | "under-minimum"
  | "native-script-holder"
  | "plutus-script-holder"
  | "stranger"
  | "stranger-with-a-token";

export type HeldAddress = {
  readonly address: string;
  /** Prize tokens at the end; 0 after a sale. */
  readonly quantity: bigint;
  /** Whether a key of its owner can spend from it: prizes go to no other. */
  readonly payable: boolean;
};

export type GamePlayer = {
  readonly name: string;
  readonly role: Role;
  /** Of the addresses: `key:` or `script:` and the hash. Strangers have that of the player they lean on. */
  readonly identity: Identity;
  /** The first is the one that it plays from. */
  readonly addresses: readonly HeldAddress[];
  /** At least one play of its own counts. */
  readonly played: boolean;
  /** How many count. */
  readonly plays: number;
  readonly note: string;
};

/** What was played, told by who played it and not read from the chain: the expectation to hold the product to. */
export type GameResult = {
  readonly seed: number;
  /** Identities that have played for themselves at least once with the minimum when the game was set up. */
  readonly players: number;
  readonly gameAddress: string;
  readonly prizeAsset: AssetUnit;
  readonly supply: bigint;
  /** What a transaction must leave at the game's address to count. */
  readonly minimumPlayLovelace: Lovelace;
  readonly members: readonly GamePlayer[];
  /** Ids of all transactions, in the order in which they depend on each other. */
  readonly transactions: readonly Hex[];
  readonly funding: {
    readonly address: string;
    readonly lovelace: Lovelace;
    /** Prize tokens that nobody got. */
    readonly tokens: bigint;
  };
};

export type GameProgress = {
  readonly stage: "distribute" | "play" | "confirm";
  readonly done: number;
  readonly total: number;
};
export type OnProgress = (progress: GameProgress) => void;
