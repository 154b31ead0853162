import type { Database } from "@/db/client";
import { PRIORITIES, type Priority } from "@/server/domain/monitoring/priority";
import { OPEN_STATES, type OpenState } from "@/server/domain/monitoring/states";
import { shown } from "@/server/domain/shown";
import { readTextFile } from "@/server/files/read-text";
import { acknowledge } from "@/server/services/incidents/acknowledge";
import { addNote } from "@/server/services/incidents/add-note";
import { changePublicText } from "@/server/services/incidents/change-public-text";
import { changeState } from "@/server/services/incidents/change-state";
import { openByHand } from "@/server/services/incidents/open-by-hand";
import { resolve } from "@/server/services/incidents/resolve";
import { writePostMortem } from "@/server/services/incidents/write-post-mortem";
import { usageError } from "../command";

/** What the command was called with. */
export type Given = {
  readonly id: number;
  /** After the number. */
  readonly word: string;
  readonly why?: string | undefined;
  readonly text?: string | undefined;
  readonly file?: string | undefined;
  readonly title?: string | undefined;
  readonly priority?: string | undefined;
  readonly "public-text"?: string | undefined;
  readonly public?: boolean | undefined;
  readonly security?: boolean | undefined;
};

type Who = { readonly userId: string; readonly nowMs: number };
/** Done as a person; answers the number of the incident. */
type Act = (db: Database, who: Who) => Promise<number>;

type Deed = {
  /** How many words it takes after its name: a number, and what follows it. */
  readonly words: 0 | 1 | 2;
  /** Throws a usage error where something is missing. */
  readonly read: (given: Given) => Act | Promise<Act>;
};

export const DEEDS: Readonly<Record<string, Deed>> = {
  acknowledge: {
    words: 1,
    read: (given) => {
      const why = need(given.why, "--why TEXT");
      return onOne(given, (db, who) => acknowledge({ db }, { ...who, why }));
    },
  },
  note: {
    words: 1,
    read: (given) => {
      const told = readTold(given);
      return onOne(given, (db, who) => addNote({ db }, { ...who, ...told }));
    },
  },
  state: {
    words: 2,
    read: (given) => {
      const state = readState(given.word);
      const told = readTold(given);
      return onOne(given, (db, who) => changeState({ db }, { ...who, ...told, state }));
    },
  },
  resolve: {
    words: 1,
    read: (given) => {
      const told = readTold(given);
      return onOne(given, (db, who) => resolve({ db }, { ...who, ...told }));
    },
  },
  "post-mortem": {
    words: 1,
    read: async (given) => {
      const text = await readTextFile(need(given.file, "--file FILE"));
      return onOne(given, (db, who) => writePostMortem({ db }, { ...who, text }));
    },
  },
  publish: {
    words: 1,
    read: (given) => {
      const publicText = need(given["public-text"], "--public-text TEXT");
      return onOne(given, (db, who) => changePublicText({ db }, { ...who, publicText }));
    },
  },
  unpublish: {
    words: 1,
    read: (given) => onOne(given, (db, who) => changePublicText({ db }, { ...who, publicText: null })),
  },
  open: {
    words: 0,
    read: (given) => {
      const report = {
        title: need(given.title, "--title TEXT"),
        text: need(given.text, "--text TEXT"),
        priority: readPriority(given.priority),
        publicText: given["public-text"] ?? null,
        isSecurity: given.security ?? false,
      };
      return (db, who) => openByHand({ db }, { ...who, ...report });
    },
  },
};

function onOne({ id }: Given, act: (db: Database, who: Who & { readonly id: number }) => Promise<void>): Act {
  return async (db, who) => {
    await act(db, { ...who, id });
    return id;
  };
}

function readTold({ text, public: isPublic = false }: Given) {
  return { text: need(text, "--text TEXT"), isPublic };
}

function need(value: string | undefined, option: string): string {
  if (value === undefined) throw usageError(`${option} is missing: others read it.`);
  return value;
}

function readState(word: string): OpenState {
  const state = OPEN_STATES.find((each) => each === word);
  if (!state) throw usageError(`${shown(word)} is no state of an open incident: ${OPEN_STATES.join(", ")}.`);
  return state;
}

function readPriority(word = "2"): Priority {
  const priority = PRIORITIES.find((each) => String(each) === word);
  if (!priority) throw usageError(`${shown(word)} is no priority: ${PRIORITIES.join(", ")}. Only 1 wakes people.`);
  return priority;
}
