import type { AssetUnit, Hex, Identity, Lovelace } from "@/server/domain/units";

/** How a person takes part. cast.ts says what each role shows. */
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
  /** Whether a key of its owner can spend from it. Prizes go to no other address. */
  readonly payable: boolean;
};

export type GamePlayer = {
  readonly name: string;
  readonly role: Role;
  /** Of the addresses: `key:` or `script:` and the hash. Strangers have that of the player whose stake key they use. */
  readonly identity: Identity;
  /** The first is the one that the person plays from. */
  readonly addresses: readonly HeldAddress[];
  /** At least one of the person's own plays counts. */
  readonly played: boolean;
  /** How many plays count. */
  readonly plays: number;
  readonly note: string;
};

/** What was played, as told by the players and not read from the chain. The product is compared with it. */
export type GameResult = {
  readonly seed: number;
  /** Identities that had played for themselves, at least once with the minimum, when the game was set up. */
  readonly players: number;
  readonly gameAddress: string;
  readonly prizeAsset: AssetUnit;
  readonly supply: bigint;
  /** What a transaction must leave at the game's address to count. */
  readonly minimumPlayLovelace: Lovelace;
  readonly members: readonly GamePlayer[];
  /** Ids of all transactions, parents before children. */
  readonly transactions: readonly Hex[];
  readonly funding: {
    readonly address: string;
    readonly lovelace: Lovelace;
    /** Prize tokens that were not handed out. */
    readonly tokens: bigint;
  };
};

export type GameProgress = {
  readonly stage: "distribute" | "play" | "confirm";
  readonly done: number;
  readonly total: number;
};
export type OnProgress = (progress: GameProgress) => void;
