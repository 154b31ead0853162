import { CML } from "@/server/chain/transaction/cml";
import type { Mutant } from "./datum-mutants";
import type { Mutation, TestDraft } from "./mutant";
import { withOutput } from "./mutations";
import { STRANGER } from "./pool-terms";

/* What no transaction of ours carries: other doors through which value or authority could come or go. */

const ADA = 1_000_000n;
/** Lets anyone mint. Its policy comes after the pool's, whose redeemer therefore keeps its index. */
const ANYONE = anyonesScript();
export const ANYONES_POLICY = ANYONE.hash().to_hex();

function anyonesScript(): CML.NativeScript {
  for (let script = CML.NativeScript.new_script_all(CML.NativeScriptList.new()); ; ) {
    if (script.hash().to_hex() > "f8") return script;
    const nested = CML.NativeScriptList.new();
    nested.add(script);
    script = CML.NativeScript.new_script_all(nested);
  }
}

/** Changes the body after it is written, and takes `cost` from the pool so that the transaction still balances. */
export function altered(alter: NonNullable<TestDraft["alter"]>, cost = 0n): Mutation {
  return (draft) => ({ ...withOutput(0, ({ lovelace }) => ({ lovelace: lovelace - cost }))(draft), alter });
}

/** Mints under a policy that lets anyone, into the pool's output. */
export function mintsBesides(name: string): Mutation {
  return (draft) => ({
    ...withOutput(0, ({ assets }) => ({ assets: { ...assets, [ANYONES_POLICY + name]: 1n } }))(draft),
    alter: (body, witnesses) => {
      const mint = body.mint() ?? CML.Mint.new();
      mint.set(ANYONE.hash(), CML.AssetName.from_raw_bytes(Buffer.from(name, "hex")), 1n);
      body.set_mint(mint);
      const scripts = CML.NativeScriptList.new();
      scripts.add(ANYONE);
      witnesses.set_native_scripts(scripts);
    },
  });
}

export const donates = altered((body) => body.set_donation(ADA), ADA);

/** Opens a stranger's reward account, whose deposit the stranger could take out later. */
export const registersStranger = altered((body) => {
  const certificates = CML.CertificateList.new();
  const credential = CML.Credential.new_pub_key(CML.Ed25519KeyHash.from_hex(STRANGER.hash));
  certificates.add(CML.Certificate.new_stake_registration(credential));
  body.set_certs(certificates);
}, 2n * ADA);

const ANCHOR = CML.Anchor.new(CML.Url.from_json('"https://example.org"'), CML.AnchorDocHash.from_hex("00".repeat(32)));

export const votes = altered((body) => {
  const action = CML.GovActionId.new(CML.TransactionHash.from_hex("01".repeat(32)), 0n);
  const ballot = CML.MapGovActionIdToVotingProcedure.new();
  ballot.insert(action, CML.VotingProcedure.new(CML.Vote.Yes));
  const procedures = CML.VotingProcedures.new();
  procedures.insert(CML.Voter.new_d_rep_key_hash(CML.Ed25519KeyHash.from_hex(STRANGER.hash)), ballot);
  body.set_voting_procedures(procedures);
});

/** The deposit, 1,000 ADA here, would come back to a stranger. */
export const proposes = altered((body) => {
  const credential = CML.Credential.new_pub_key(CML.Ed25519KeyHash.from_hex(STRANGER.hash));
  const list = CML.ProposalProcedureList.new();
  const account = CML.RewardAddress.new(0, credential);
  list.add(CML.ProposalProcedure.new(1_000n * ADA, account, CML.GovAction.new_info_action(), ANCHOR));
  body.set_proposal_procedures(list);
}, 1_000n * ADA);

export const bodyMutants: readonly Mutant[] = [
  ["another mint", mintsBesides("00"), /tx\.mint == \[.*\? False/],
  ["a certificate", registersStranger, /tx\.certificates == \[\] \? False/],
  ["a vote", votes, /tx\.votes == \[\] \? False/],
  ["a proposal", proposes, /tx\.proposal_procedures == \[\] \? False/],
  ["a donation", donates, /tx\.treasury_donation == None \? False/],
];
