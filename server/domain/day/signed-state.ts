import type { Hex } from "../units";

/**
 * The state of the pool that a plan or a Resume is signed for: its digest names all three, so that nothing else can be
 * done with the signatures. `left` is empty where the plan before was paid in full.
 */
export type SignedState = { readonly nonce: number; readonly plan: Hex; readonly left: Hex };
