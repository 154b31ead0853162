// Lines of source, without tests and without these checks.
import { isSource, isTest, linesOf } from "./files.mjs";

/**
 * A commit that adds a capability raises it; one that moves or tidies does not. 41,170 at commit dad3853, by this
 * rule; 44,150 since transactions are read from their bytes; 44,750 since false blocks are found, and lied about in
 * tests; 44,970 since a line that cannot be paid is held back, in both calculations and with its words; 45,650 since
 * days are read once, of any size, found by index, and raced for in tests; 48,300 since the engine is a process of its
 * own, ended sessions are survived, the second calculation has checkpoints, a plan notices what changes under it,
 * reports come in parts, and lines are staged, and two benches measure all of that; 48,650 since a million addresses
 * are sorted without keeping their keys, and the scan's bench measures work and calls apart; 48,750 since instances
 * take turns by a row, and what is undone follows from what transactions did; 48,900 since one person can stop a day;
 * 56,500 since what a plan leaves unpaid is carried or resumed, rules and operations change by two people, with their
 * words and effects, one service says how everything is, pages say what a day waits for, and a model checks it all;
 * 58,500 since a lost database is adopted from chain and reports, a stopped day can be closed with everything carried,
 * and a request to sign is a row; 63,700 since a front server limits what strangers send, people are invited and
 * helped by commands, sessions step up, the audit log is keyed and anchored, and the API is fuzzed; 66,200 since
 * signatures are judged as the ledger does, and what a second examination of people, audit log and doors found is
 * mended; 80,900 since a verifier shares only types with what builds, signers keep limits and look at the chain, keys
 * may be in modules or on machines without a network, any wallet signs, acts and deposits are made in the console, and
 * pools of others are told in words; 95,000 since five kinds of servers tell the chain, one takes over from another,
 * and a second one agrees before a day is paid; 97,000 since a rescan can take the live scan's place, and the console
 * lists everyone who has played or holds the token; 113,000 since rules watch everything, incidents are kept, people
 * are alerted and told, figures are kept, and payouts are held while the chain is not well.
 */
const MOST = 113_000;

export function checkSourceLines(files, most = MOST) {
  const lines = files
    .filter((file) => isSource(file) && !isTest(file) && !/^scripts\/(check-)?house/.test(file.path))
    .reduce((sum, file) => sum + linesOf(file).length, 0);
  const problems = lines > most ? [`${lines} lines of source; the most is ${most}`] : [];
  return { figures: { sourceLines: lines }, problems };
}
