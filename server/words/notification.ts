import type { Message } from "../domain/monitoring/message";
import type { Happening } from "../domain/monitoring/notification";
import { visible } from "../domain/shown";
import type { PosixMs } from "../domain/units";
import { ACT_WORDS } from "./act-form";
import { formatAda, formatMinute, groupDigits } from "./format";
import { sayNotice } from "./notice";
import { sentence, upperFirst } from "./sentence";
import { sayStopReason } from "./stop-reason";

/** Of what people wrote. */
const MOST_CHARACTERS = 1_000;

/** A message with the path of the page that it leads to. */
type Said = { readonly title: string; readonly text: string; readonly path: string };

/** Notification as a message. `siteUrl` is where the pages are; `nowMs` is when it is told. */
export function sayNotification(what: Happening, { siteUrl, nowMs }: { siteUrl: string; nowMs: PosixMs }): Message {
  const { title, text, path } = say(what, nowMs);
  return { title, text, link: new URL(path, siteUrl).href, priority: null };
}

function say(what: Happening, nowMs: PosixMs): Said {
  switch (what.kind) {
    case "account":
      return { ...sayNotice(what), path: "/admin/account" };
    case "public-trouble":
      return { title: "There is a problem", text: withoutMentions(what.text), path: "/status" };
    case "public-trouble-over":
      return { title: "The problem is over", text: `We wrote: “${withoutMentions(what.text)}”`, path: "/status" };
    case "day-late":
      return { title: "A payout is late", text: sentence(what.fact), path: `/admin/incidents/${what.incidentId}` };
    case "proposal-waits":
    case "proposal-agreed":
    case "act-waits":
    case "act-signed":
    case "engine-paused":
    case "engine-resumed":
    case "engine-checked":
      return sayChange(what);
    default:
      return sayOfDay(what, nowMs);
  }
}

type Change = Extract<Happening, { kind: `proposal-${string}` | `act-${string}` | `engine-${string}` }>;

function sayChange(what: Change): Said {
  switch (what.kind) {
    case "proposal-waits":
      return {
        title: `New ${what.document} wait for a second person`,
        text: `${sayBy(what, "proposes them")}\nCompare them with those in force, then confirm them or leave them.`,
        path: "/admin/rules",
      };
    case "proposal-agreed": {
      const from = what.fromDay === null ? "from now on" : `from day ${what.fromDay} on`;
      const text = `${named(what.by)} has confirmed them as the second person. They hold ${from}.`;
      return { title: `Version ${what.version} of the ${what.document} is agreed`, text, path: "/admin/rules" };
    }
    case "act-waits": {
      const text = `${ACT_WORDS[what.name].label}. ${sayBy(what, "proposes it")}\n${sayCount(what)}`;
      return { title: "An act on the pool waits for your signature", text, path: "/admin/pool" };
    }
    case "act-signed": {
      const text = `${ACT_WORDS[what.name].label}: all signatures are there. It is sent once somebody asks for it.`;
      return { title: "An act on the pool can be sent", text, path: "/admin/pool" };
    }
    case "engine-paused": {
      const text = `${sayBy(what, "paused it")}\nNothing new is built, signed or sent until it is resumed.`;
      return { title: "The engine is paused", text, path: "/admin" };
    }
    case "engine-resumed":
      return { title: "The engine goes on", text: sayBy(what, "resumed it"), path: "/admin" };
    case "engine-checked": {
      const text = `${sayBy(what, "has checked it")}\nThe engine goes on once a second person has checked it too.`;
      return { title: "The adopted pool waits for a second person", text, path: "/admin" };
    }
  }
}

type OfDay = Extract<Happening, { dayIndex: number }>;

function sayOfDay(what: OfDay, nowMs: PosixMs): Said {
  const path = `/admin/days/${what.dayIndex}`;
  const day = `Day ${what.dayIndex}`;
  switch (what.kind) {
    case "approval-wanted": {
      const title = `${what.of === "plan" ? day : `The rest of day ${what.dayIndex}`} waits for your approval`;
      const after =
        what.of === "plan"
          ? "After that time it has to be proposed again."
          : "After that time it has to be asked for again.";
      const text = `${formatAda(what.lovelace)} are to be paid. ${sayCount(what)}\n${after}`;
      return { title: `${title} (until ${sayUntil(what.untilMs, nowMs)})`, text, path };
    }
    case "approved":
      return {
        title: what.of === "plan" ? `${day} is approved` : `The rest of day ${what.dayIndex} is approved`,
        text: `All ${what.threshold} signatures that it needs are there. It is paid next.`,
        path,
      };
    case "day-paid": {
      const addresses = what.outputs === 1 ? "1 address" : `${groupDigits(what.outputs)} addresses`;
      const transactions = what.batches === 1 ? "1 transaction" : `${groupDigits(what.batches)} transactions`;
      const text = `${formatAda(what.lovelace)} to ${addresses}, in ${transactions}.`;
      return { title: `${day} is paid`, text, path: `/days/${what.dayIndex}` };
    }
    case "day-part-paid": {
      const text =
        "Its plan has ended. What it left unpaid is paid by the next day's plan, unless this one is resumed.";
      return { title: `${day} is paid in part`, text, path };
    }
    case "day-closed":
      return { title: `${day} pays nothing`, text: "What it owes is carried to a later day.", path };
    case "day-stopped": {
      const why = visible(sayStopReason(what.reason), MOST_CHARACTERS);
      return { title: `${day} is stopped`, text: `${why}\nIt is not paid until two people release it.`, path };
    }
    case "day-released":
      return { title: `${day} goes on`, text: sentence(visible(what.detail, MOST_CHARACTERS)), path };
    case "release-asked": {
      const text = `${sayBy(what, `wants it ${what.deed}`)}\nLook at the day, then confirm it or leave the day stopped.`;
      return { title: `${day} is stopped and waits for a second person`, text, path };
    }
  }
}

const named = (name: string) => visible(name, 100);

const sayBy = ({ by, reason }: { readonly by: string; readonly reason: string }, does: string) =>
  `${upperFirst(named(by))} ${does}: “${visible(reason, MOST_CHARACTERS)}”`;

const sayCount = ({ approvals, threshold }: { readonly approvals: number; readonly threshold: number }) =>
  `${approvals} of ${threshold} approvals ${approvals === 1 ? "is" : "are"} given.`;

/** The time alone where it is today. */
function sayUntil(untilMs: PosixMs, nowMs: PosixMs): string {
  const [until, now] = [formatMinute(untilMs), formatMinute(nowMs)];
  return until.slice(0, 10) === now.slice(0, 10) ? until.slice(11) : until;
}

/** No service takes a full-width sign for a mention of somebody, or of everybody. */
const withoutMentions = (text: string) => text.replaceAll("@", "＠");
