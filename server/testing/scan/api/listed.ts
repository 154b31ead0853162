import type { Block } from "../chain/chain";
import type { TestTransaction } from "../chain/transaction";

/** A transaction where a list says that it is. */
export type Listed = { readonly transaction: TestTransaction; readonly block: Block; readonly index: number };
