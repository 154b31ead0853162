/*
 * The description of Cardano GraphQL that its maintainers publish as a package is of 6.2.0. This is what 9.0.1 has
 * otherwise, as far as the chain is concerned: fields of a type that is there replace or join its own.
 */
export const SINCE_6 = /* GraphQL */ `
  scalar Lovelace

  type Block {
    fees: Lovelace!
    size: Int!
    slotInEpoch: String
    slotNo: String
  }

  input Block_bool_exp {
    fees: text_comparison_exp
    size: Int_comparison_exp
    slotNo: text_comparison_exp
  }

  type ShelleyGenesis {
    maxLovelaceSupply: Lovelace!
  }

  type CardanoDbMeta {
    assetSyncPercentage: Percentage
  }

  "Null for a token whose asset is not yet in the table of assets."
  type Token {
    asset: Asset
  }

  type Datum {
    bytes: Hex!
    hash: Hash32Hex!
    firstIncludedIn: Transaction!
    value: JSONObject!
  }

  input Datum_bool_exp {
    firstIncludedIn: Transaction_bool_exp
    hash: Hex_comparison_exp
  }

  type Script {
    serialisedSize: Int
  }

  type TransactionOutput {
    datum: Datum
    paymentCredential: Hash28Hex
    script: Script
    value: Lovelace!
  }

  input TransactionOutput_bool_exp {
    datum: Datum_bool_exp
    script: Script_bool_exp
  }

  input TransactionOutput_order_by {
    datum: Transaction_order_by
  }

  type TransactionInput {
    value: Lovelace!
  }

  type Transaction {
    deposit: Lovelace!
    fee: Lovelace!
    size: Int!
    totalOutput: Lovelace!
  }

  input Transaction_bool_exp {
    deposit: text_comparison_exp
    fee: text_comparison_exp
    size: Int_comparison_exp
  }
`;
