import { blake2b } from "@noble/hashes/blake2b";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils";
import type { Listed } from "../api/listed";
import { type Answer, concerns, type Library } from "../api/routes";
import { GAME } from "../chain/people";
import type { Story } from "../chain/story";
import { POOL, PRIZE_ASSET, STATE_TOKEN } from "../chain/terms";
import type { Call, Lie } from "./lie";

/* Lists of transactions that lack some, hold others, or put them elsewhere. */

type List = Extract<Answer, { kind: "list" }>;
type Change = (call: Call, list: List, library: Library) => readonly Listed[];

/** Also a list that is empty, which an honest server does not know. */
const onLists =
  (change: Change): Lie["answer"] =>
  (call, answer, library) => {
    const list = answer.kind === "list" ? answer : emptyList(call);
    if (!list) return answer;
    const entries = change(call, list, library);
    return entries.length === 0 && answer.kind === "unknown" ? answer : { ...list, entries };
  };

function emptyList({ question: { parts } }: Call): List | null {
  const [resource, subject = "", part] = parts;
  const isList = part === "transactions" || part === "history";
  if (!isList) return null;
  const list = part === "history" ? "burns" : resource === "addresses" ? "address" : "asset";
  return { kind: "list", list, subject, entries: [] };
}

const byHeight = (entries: readonly Listed[]) => [...entries].sort((a, b) => a.block.height - b.block.height);

/** Transactions of blocks that are on chain no more, and are themselves not on chain. */
function orphansOf({ views, now }: Story): Listed[] {
  const present = new Set(now.flatMap(({ transactions }) => transactions.map(({ id }) => id)));
  const blocks = new Set(views.flatMap((view) => view.slice(-1)));
  return [...blocks].flatMap((block) =>
    block.transactions.flatMap((transaction, index) =>
      present.has(transaction.id) ? [] : [{ transaction, block, index }],
    ),
  );
}

const orphansListed: Change = ({ story, happens }, { list, subject, entries }, library) => {
  const isListed = ({ transaction, block }: Listed) =>
    list === "block" ? block.height === heightOf(story, subject) : concerns(library, transaction, list, subject);
  const added = orphansOf(story).filter((one) => isListed(one) && happens(one.transaction.id));
  return byHeight([...entries, ...added]);
};

const heightOf = ({ now }: Story, hash: string) => now.find((block) => block.hash === hash)?.height;

const strangersListed: Change = ({ story, happens }, { list, entries }) => {
  if (list === "block") return entries;
  const listed = new Set(entries.map(({ transaction }) => transaction.id));
  const others = story.now.flatMap((block) =>
    block.transactions.map((transaction, index) => ({ transaction, block, index })),
  );
  return byHeight([...entries, ...others.filter(({ transaction: { id } }) => !listed.has(id) && happens(id))]);
};

const inventedListed: Change = ({ story, happens, dice }, { entries, subject }) => {
  const [model] = entries;
  if (!model || !happens(subject)) return entries;
  const id = bytesToHex(blake2b(utf8ToBytes(subject), { dkLen: 32 }));
  const block = dice(subject).pick(story.now);
  return byHeight([...entries, { transaction: { ...model.transaction, id }, block, index: 0 }]);
};

const elsewhere: Change = ({ story, happens, dice }, { list, entries }) => {
  if (list === "block") return entries;
  const move = (entry: Listed): Listed => {
    const { id } = entry.transaction;
    const offset = dice(id).pick([-2, -1, 1]);
    const block = happens(id) && story.now.find(({ height }) => height === entry.block.height + offset);
    return block ? { ...entry, block } : entry;
  };
  return byHeight(entries.map(move));
};

/** The list of another subject: of another block, too. */
const ofAnother: Change = ({ question, happens, dice }, { list, subject, entries }, library) => {
  if (!happens(subject)) return entries;
  const others = list === "block" ? library.view.map(({ hash }) => hash) : SUBJECTS;
  const other = dice(question.text).pick(others);
  return library.view.flatMap((block) =>
    block.transactions
      .map((transaction, index) => ({ transaction, block, index }))
      .filter(({ transaction }) =>
        list === "block" ? block.hash === other : concerns(library, transaction, list, other),
      ),
  );
};

const SUBJECTS = [GAME.text, POOL.text, PRIZE_ASSET, STATE_TOKEN];

const dropped: Change = ({ happens }, { entries }) => entries.filter(({ transaction }) => !happens(transaction.id));

export const LIST_LIES = {
  "left-out": { answer: onLists(dropped) },
  /** From the lists of addresses and assets only: the block's own list is right. */
  "left-out-of-the-index": {
    answer: onLists((call, list, library) => (list.list === "block" ? list.entries : dropped(call, list, library))),
  },
  "left-out-of-the-block": {
    answer: onLists((call, list, library) => (list.list === "block" ? dropped(call, list, library) : list.entries)),
  },
  "orphans-listed": {
    answer: onLists((call, list, library) =>
      list.list === "block" ? list.entries : orphansListed(call, list, library),
    ),
  },
  /** The block's list agrees with the index. */
  "orphans-in-blocks": { answer: onLists(orphansListed) },
  "strangers-listed": { answer: onLists(strangersListed) },
  "invented-listed": { answer: onLists(inventedListed) },
  "list-of-another": { answer: onLists(ofAnother) },
  /** As the API says that it does not know the subject. */
  "lists-unknown": {
    answer: (call, answer) => (answer.kind === "list" && call.happens(answer.subject) ? { kind: "unknown" } : answer),
  },
  elsewhere: { answer: onLists(elsewhere) },
  repeated: {
    answer: onLists(({ happens }, { entries }) =>
      entries.flatMap((entry) => (happens(entry.transaction.id) ? [entry, entry] : [entry])),
    ),
  },
  reversed: {
    answer: onLists(({ happens }, { subject, entries }) => (happens(subject) ? entries.toReversed() : entries)),
  },
  emptied: { answer: onLists(({ happens }, { subject, entries }) => (happens(subject) ? [] : entries)) },
} satisfies Record<string, Lie>;
