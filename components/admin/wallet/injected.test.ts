import { afterEach, expect, test, vi } from "vitest";
import { injectedWallets } from "./injected";

const enable = async () => ({});
const inject = (cardano: unknown) => vi.stubGlobal("cardano", cardano);
const names = () => injectedWallets().map(({ name }) => name);
afterEach(() => vi.unstubAllGlobals());

test("an extension whose getters throw does not hide the others", () => {
  const cardano = {
    good: { name: "Good", enable },
    half: {
      enable,
      get name() {
        throw new Error("no name");
      },
    },
  };
  Object.defineProperty(cardano, "bad", {
    enumerable: true,
    get: () => {
      throw new Error("this extension is broken");
    },
  });
  Object.assign(cardano, {
    noEnable: {
      name: "None",
      get enable() {
        throw new Error("locked");
      },
    },
    text: "a text",
    nothing: null,
    also: { name: "Also", enable },
  });
  inject(cardano);
  expect(names()).toEqual(["Good", "half", "Also"]);
});

test("no wallet, and none that can be listed, are none", () => {
  for (const cardano of [
    undefined,
    null,
    7,
    "x",
    new Proxy(
      {},
      {
        ownKeys: () => {
          throw new Error("no");
        },
      },
    ),
  ]) {
    inject(cardano);
    expect(injectedWallets()).toEqual([]);
  }
});

test("a name is one short line, whatever it is", () => {
  inject({
    markup: { name: "<b>Bold</b>\n<script>", enable },
    long: { name: "x".repeat(10_000), enable },
    turned: { name: "\u202eecaL\u200b", enable },
    blank: { name: " \u0000 ", enable },
    number: { name: 7, enable },
  });
  expect(names()).toEqual(["<b>Bold</b> <script>", `${"x".repeat(39)}…`, "ecaL", "blank", "number"]);
});

test("two of one name are told apart, and one that stands there twice is shown once", () => {
  const eternl = { name: "Eternl", enable };
  inject({ lace: { name: "Lace", enable }, other: { name: "Lace", enable }, eternl, ccvault: eternl });
  expect(names()).toEqual(["Lace (lace)", "Lace (other)", "Eternl"]);
});

test("an icon is shown only as a picture in the page itself, as the content policy wants it", () => {
  const icons = [
    "data:image/png;base64,AAAA",
    "data:image/svg+xml,<svg/>",
    "https://example.org/icon.png",
    "data:text/html,<script>",
    "javascript:alert(1)",
    `data:image/png;base64,${"A".repeat(200_000)}`,
    7,
  ];
  inject(Object.fromEntries(icons.map((icon, index) => [`w${index}`, { name: `W${index}`, enable, icon }])));
  expect(injectedWallets().map(({ icon }) => icon)).toEqual([icons[0], icons[1], null, null, null, null, null]);
});

test("extensions are read from whatever is there", async () => {
  const asked = vi.fn(enable);
  inject({ a: { name: "A", enable: asked, supportedExtensions: [{ cip: 142 }, null, { cip: "95" }, 3] } });
  const [wallet] = injectedWallets();
  expect(wallet?.extensions).toEqual([142]);
  await wallet?.enable();
  expect(asked).toHaveBeenCalledWith();
});
