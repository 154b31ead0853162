import type { Listed } from "../api/listed";
import type { Answer, Library } from "../api/routes";
import { placeRow } from "../api/rows";
import type { Call, Lie } from "./lie";

/** Transactions in other blocks than theirs, and every route agrees. */
export const moved: Lie = {
  answer(call, answer, library) {
    const [resource, id, part] = call.question.parts;
    if (answer.kind === "list") return moveList(call, answer, library);
    if (resource !== "txs" || part !== undefined || answer.kind !== "object") return answer;
    const found = movedTransactions(call, library).find(({ transaction }) => transaction.id === id);
    return found ? { kind: "object", value: placeRow(found) } : answer;
  },
};

function moveList(call: Call, answer: Extract<Answer, { kind: "list" }>, library: Library): Answer {
  const all = movedTransactions(call, library);
  if (answer.list === "block") return { ...answer, entries: all.filter(({ block }) => block.hash === answer.subject) };
  const listed = new Set(answer.entries.map(({ transaction }) => transaction.id));
  return { ...answer, entries: all.filter(({ transaction }) => listed.has(transaction.id)) };
}

function movedTransactions({ happens, dice }: Call, { view }: Library): Listed[] {
  const listed = view.flatMap((block, at) =>
    block.transactions.map((transaction, index): Listed => {
      const { id } = transaction;
      const other = happens(id) ? view[at + dice(id).pick([-3, -1, 1, 2])] : undefined;
      return { transaction, block: other ?? block, index };
    }),
  );
  return listed.sort((a, b) => a.block.height - b.block.height);
}
