/*
 * Every question that is asked, in the words of Cardano GraphQL 9 (its schema.graphql); a test checks them against the
 * published one. Blocks are bounded by their number: a slot is a text there, and compares as one.
 */

const HEADER = "hash number slotNo forgedAt previousBlock { hash }";
const OUTPUT =
  "address txHash index value datum { bytes hash } script { hash } tokens { quantity asset { policyId assetName } }";
const OLDEST_FIRST = "limit: $limit, offset: $offset, order_by: [{ block: { number: asc } }, { blockIndex: asc }]";
const BY_REF = "limit: $limit, offset: $offset, order_by: [{ txHash: asc }, { index: asc }]";
const IN_RANGE = "{ block: { number: { _gte: $from, _lte: $to } } }";
const THE_ASSET = "{ asset: { policyId: { _eq: $policyId }, assetName: { _eq: $assetName } } }";
/** A token that is not yet in the table of assets: no condition on its asset finds it. */
const UNNAMED = "{ _not: { asset: {} } }";

const query = (name: string, variables: string, fields: string) => ({
  name,
  text: `query ${name}${variables && `(${variables})`} { ${fields} }`,
});
const ASSET = "$policyId: Hash28Hex!, $assetName: Hex!";
const RANGE = "$from: Int!, $to: Int!";
const PAGE = "$limit: Int!, $offset: Int!";

export type Query = ReturnType<typeof query>;

export const NETWORK = query("Network", "", "genesis { shelley { networkMagic } }");
export const TIP = query("Tip", "", `cardano { tip { ${HEADER} } }`);
export const BLOCK_BY_HASH = query(
  "BlockByHash",
  "$hash: Hash32Hex!",
  `blocks(limit: 2, where: { hash: { _eq: $hash } }) { ${HEADER} }`,
);
export const BLOCK_BY_NUMBER = query(
  "BlockByNumber",
  "$number: Int!",
  `blocks(limit: 2, where: { number: { _eq: $number } }) { ${HEADER} }`,
);
export const PLACE = query(
  "Place",
  "$hash: Hash32Hex!",
  "transactions(limit: 2, where: { hash: { _eq: $hash } }) { hash validContract block { hash number slotNo forgedAt } }",
);

const REF = "{ hash includedAt block { number } }";
export const ADDRESS_TRANSACTIONS = query(
  "AddressTransactions",
  `$address: String!, ${RANGE}, ${PAGE}`,
  `transactions(${OLDEST_FIRST}, where: { _and: [${IN_RANGE}, { _or: [
    { outputs: { address: { _eq: $address } } }, { inputs: { address: { _eq: $address } } }
  ] }] }) ${REF}`,
);
export const ASSET_TRANSACTIONS = query(
  "AssetTransactions",
  `${ASSET}, ${RANGE}, ${PAGE}`,
  `transactions(${OLDEST_FIRST}, where: { _and: [${IN_RANGE}, { _or: [
    { outputs: { tokens: ${THE_ASSET} } }, { inputs: { tokens: ${THE_ASSET} } }, { mint: ${THE_ASSET} }
  ] }] }) ${REF}`,
);

/** The origin's own question (14. Off-Chain Infrastructure, "Token Holdings Verification"), with amounts and pages. */
export const HOLDINGS = query(
  "GetTokenHoldings",
  `$addresses: [String!]!, ${PAGE}`,
  `utxos(${BY_REF}, where: { address: { _in: $addresses } }) { ${OUTPUT} }`,
);
export const OUTPUTS = query(
  "Outputs",
  `$address: String!, ${PAGE}`,
  `utxos(${BY_REF}, where: { address: { _eq: $address } }) { ${OUTPUT} }`,
);
export const OUTPUTS_WITH_ASSET = query(
  "OutputsWithAsset",
  `$address: String!, ${ASSET}, ${PAGE}`,
  `utxos(${BY_REF}, where: { address: { _eq: $address }, tokens: ${THE_ASSET} }) { ${OUTPUT} }`,
);
export const HOLDERS = query(
  "Holders",
  `${ASSET}, ${PAGE}`,
  `utxos(${BY_REF}, where: { tokens: ${THE_ASSET} }) { ${OUTPUT} }`,
);

/** The fee comes along because it is an amount that shows whether amounts are texts. */
export const MINTS = query(
  "Mints",
  `${ASSET}, ${PAGE}`,
  `tokenMints(limit: $limit, offset: $offset, order_by: [{ transaction: { hash: asc } }], where: ${THE_ASSET}) {
    quantity asset { policyId assetName } transaction { hash fee }
  }`,
);
export const ASSET_NAMED = query(
  "AssetNamed",
  ASSET,
  "assets(limit: 2, where: { policyId: { _eq: $policyId }, assetName: { _eq: $assetName } }) { policyId assetName }",
);
export const UNNAMED_TOKENS = query(
  "UnnamedTokens",
  RANGE,
  `transactions(limit: 1, where: { _and: [${IN_RANGE}, { _or: [
    { outputs: { tokens: ${UNNAMED} } }, { inputs: { tokens: ${UNNAMED} } }, { mint: ${UNNAMED} }
  ] }] }) { hash }`,
);
export const UNNAMED_OUTPUTS = query(
  "UnnamedOutputs",
  "$addresses: [String!]!",
  `utxos(limit: 1, where: { address: { _in: $addresses }, tokens: ${UNNAMED} }) { txHash }`,
);

export const SUBMIT = {
  name: "Submit",
  text: "mutation Submit($transaction: String!) { submitTransaction(transaction: $transaction) { hash } }",
};
