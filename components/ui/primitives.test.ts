import { type ComponentProps, createElement, type ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { THIN_SPACE } from "@/server/words/format";
import { Amount } from "./amount";
import { StatusBadge } from "./badge";
import { Button } from "./button";
import { Countdown } from "./countdown";
import { Digits } from "./digits";
import { Field } from "./field";
import { Hash } from "./hash";
import { Input } from "./input";
import { Pagination } from "./pagination";
import { Progress } from "./progress";
import { SecretInput } from "./secret-input";
import { Steps } from "./steps";
import { Table, Td } from "./table";
import { Time } from "./time";
import { TONES, type Tone } from "./tone";

const render = (node: ReactNode) => renderToStaticMarkup(node);
/** The attribute text of the first tag that matches. */
const tagOf = (html: string, name: string) => html.match(new RegExp(`<${name} [^>]*>`))?.[0] ?? "";

describe("Digits", () => {
  it("are one element, so that a button's flexible row does not separate a figure's groups", () => {
    const html = render(createElement(Digits, { text: `Approve day 1, 2${THIN_SPACE}026.72 ADA` }));
    expect(html).toMatch(/^<span>Approve day 1, 2<span[^>]*>.<\/span>026\.72 ADA<\/span>$/);
  });
});

describe("Button", () => {
  it("announces why it is disabled and cannot submit its form", () => {
    const html = render(
      createElement(Button, { type: "submit", disabledReason: "You have signed already" }, "Approve"),
    );
    const [guard = "", button = ""] = html.match(/<button [^>]*>/g) ?? [];
    expect(guard).toMatch(/type="submit".*disabled/);
    expect(button).toContain('type="button"');
    expect(button).toContain('aria-disabled="true"');
    const reasonId = button.match(/aria-describedby="([^"]+)"/)?.[1];
    expect(html).toContain(`<span id="${reasonId}"`);
    expect(html).toContain("You have signed already");
  });

  it("is busy and inert while loading, and plain otherwise", () => {
    expect(tagOf(render(createElement(Button, { loading: true }, "Save")), "button")).toMatch(/aria-busy="true"/);
    const plain = render(createElement(Button, { type: "submit" }, "Save"));
    expect(plain).toContain('type="submit"');
    expect(plain).not.toContain("aria-disabled=");
  });
});

describe("Field", () => {
  it("ties label, error and hint to the control", () => {
    const field: ComponentProps<typeof Field> = {
      id: "address",
      label: "Address",
      hint: "Starts with addr1.",
      error: "This is a testnet address.",
      children: (control) => createElement(Input, { ...control }),
    };
    const html = render(createElement(Field, field));
    expect(html).toContain('for="address"');
    expect(tagOf(html, "input")).toContain('aria-describedby="address-error address-hint"');
    expect(tagOf(html, "input")).toContain('aria-invalid="true"');
    expect(html).toMatch(/id="address-error"[^>]*role="alert"/);
  });
});

describe("what somebody else wrote", () => {
  const hostile = `<img src=x onerror=alert(1)></script>"'&`;

  it("is text, as an element's content and in an attribute", () => {
    const badge: ComponentProps<typeof StatusBadge> = { tone: "neutral", children: hostile };
    const hash = { text: hostile, label: hostile };
    for (const html of [render(createElement(StatusBadge, badge)), render(createElement(Hash, hash))]) {
      expect(html).not.toMatch(/<img|<\/script/);
      expect(html).toContain("&lt;img src=x onerror=alert(1)&gt;&lt;/script&gt;&quot;&#x27;&amp;");
    }
  });
});

describe("SecretInput", () => {
  it("hides what is typed, has no name, and lets password managers fill it in and people paste", () => {
    const secret = { ref: { current: null }, read: () => "", clear: () => undefined };
    const input = createElement(SecretInput, { secret, autoComplete: "current-password" });
    const tag = tagOf(render(input), "input");
    expect(tag).toContain('type="password"');
    expect(tag).toContain('autoComplete="current-password"');
    expect(tag).not.toMatch(/ (name|value|readonly)=/i);
    expect(Object.keys(input.props).filter((name) => /^on/.test(name))).toEqual([]);
  });
});

describe("Amount, Time, Countdown and Hash without JavaScript", () => {
  it("shows the exact amount, or the short one with a way to the exact", () => {
    const text = (html: string) => html.replace(/<[^>]+>/g, "");
    expect(text(render(createElement(Amount, { lovelace: "1234567890120" })))).toBe(
      "1\u202f234\u202f567.890120\u00a0ADA",
    );
    const short = render(createElement(Amount, { lovelace: 12_412_345n, form: "short" }));
    expect(text(short)).toBe("12.4\u00a0ADA");
    expect(short).toContain("<button");
    expect(() => render(createElement(Amount, { lovelace: "12.5" }))).toThrow("whole lovelace");
  });

  it("shows the exact time, or the relative one against a given clock", () => {
    const ms = Date.UTC(2026, 10, 22, 13, 24, 5);
    expect(render(createElement(Time, { ms }))).toMatch(/dateTime="2026-11-22T13:24:05.000Z".*>2026-11-22 13:24 UTC</);
    expect(render(createElement(Time, { ms, nowMs: ms + 180_000 }))).toMatch(
      /title="2026-11-22 13:24:05 UTC".*>3 minutes ago</,
    );
    const countdown = render(createElement(Countdown, { ms, doneLabel: "Now" }));
    expect(countdown).toContain("2026-11-22 13:24 UTC");
    expect(countdown).not.toContain("aria-hidden");
  });

  it("shortens a hash, keeps the whole in the title, and opens other sites safely", () => {
    const text = "7f3a91c04be2d85561f0aa9934c7e1b2";
    const html = render(createElement(Hash, { text, label: "transaction id", href: "https://example.org/x" }));
    expect(tagOf(html, "a")).toContain(`title="${text}"`);
    expect(tagOf(html, "a")).toContain('rel="noopener noreferrer"');
    expect(html).toContain('aria-label="Copy transaction id"');
    expect(tagOf(render(createElement(Hash, { text, label: "day", href: "/days/1" })), "a")).not.toContain("_blank");
  });
});

describe("states", () => {
  it("gives each tone an icon of its own, beside the word", () => {
    expect(new Set(Object.values(TONES).map((look) => look.icon)).size).toBe(Object.keys(TONES).length);
    for (const tone of Object.keys(TONES) as Tone[]) {
      const badge = { tone, children: "Word" };
      const html = render(createElement(StatusBadge, badge));
      expect(html).toMatch(/<svg [^>]*aria-hidden="true".*Word/);
    }
  });

  it("says each step's state in words and marks the current one", () => {
    const html = render(
      createElement(Steps, {
        label: "States",
        items: [
          { key: "a", label: "Snapshot", state: "done" },
          { key: "b", label: "Approval", state: "waiting" },
          { key: "c", label: "Paying", state: "upcoming" },
        ],
      }),
    );
    for (const word of [": Done", ": Waiting", ": Upcoming"]) expect(html).toContain(word);
    expect(html.match(/aria-current="step"/g)).toHaveLength(1);
  });

  it("reads progress out in words, and accepts a maximum of 0", () => {
    const html = render(createElement(Progress, { label: "Batches", value: 3, max: 5, valueText: "3 of 5" }));
    expect(html).toMatch(/role="progressbar".*aria-valuetext="3 of 5"/);
    expect(html).toContain('width="60"');
    expect(render(createElement(Progress, { label: "B", value: 0, max: 0, valueText: "none" }))).toContain('width="0"');
  });
});

describe("Table and Pagination", () => {
  it("scrolls in a named region that the keyboard can reach", () => {
    const row = createElement("tr", {}, createElement(Td, { numeric: true }, "1"));
    const table = { caption: "Payouts", head: null, children: row };
    const html = render(createElement(Table, table));
    expect(tagOf(html, "section")).toMatch(/tabindex="0"/i);
    expect(tagOf(html, "section")).toContain('aria-label="Payouts"');
    expect(html).toMatch(/<caption[^>]*>Payouts</);
  });

  it("links only if there is a page", () => {
    const html = render(createElement(Pagination, { label: "Pages", nextHref: "/days?after=1" }));
    expect(html.match(/<a /g)).toHaveLength(1);
    expect(tagOf(html, "a")).toContain('rel="next"');
  });
});
