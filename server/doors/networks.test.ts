import { describe, expect, it, test } from "vitest";
import { callerAddress, networksOf, plainAddress, readProxies } from "./networks";

test.each([
  ["203.0.113.7", "203.0.113.7"],
  ["::ffff:203.0.113.7", "203.0.113.7"],
  ["fe80::1%eth0", "fe80::1"],
  ["2001:DB8::1", "2001:db8::1"],
  ["203.0.113", null],
  ["", null],
  ["unknown", null],
])("%s as a plain address", (text, plain) => expect(plainAddress(text)).toBe(plain));

test.each([
  ["203.0.113.7", "203.0.113.7", null],
  ["2001:db8:0:1:2:3:4:5", "2001:db8:0:1::/64", "2001:db8:0::/48"],
  ["2001:0db8:0000:0001::9", "2001:db8:0:1::/64", "2001:db8:0::/48"],
  ["2001:db8::", "2001:db8:0:0::/64", "2001:db8:0::/48"],
  ["::1", "0:0:0:0::/64", "0:0:0::/48"],
  ["64:ff9b::192.0.2.1", "64:ff9b:0:0::/64", "64:ff9b:0::/48"],
  ["unknown", "unknown", null],
])("%s is of the network %s", (address, own, wide) => expect(networksOf(address)).toEqual({ own, wide }));

it("every address of a /64 has the same limit", () => {
  const ends = ["::1", "::ffff:1", ":1:2:3:4", ":ffff:ffff:ffff:ffff"];
  const networks = ends.map((end) => networksOf(`2001:db8:1:2${end}`).own);
  expect(new Set(networks)).toEqual(new Set(["2001:db8:1:2::/64"]));
});

describe("callerAddress", () => {
  const proxies = readProxies(["10.0.0.0/8", "2001:db8:ff::1"]) as NonNullable<ReturnType<typeof readProxies>>;
  test.each([
    ["no proxy: what it says of others is not read", "203.0.113.7", "10.0.0.1", "203.0.113.7"],
    ["a proxy, mapped", "::ffff:10.0.0.1", "203.0.113.7", "203.0.113.7"],
    ["a caller who makes up others before the proxy's own word", "10.0.0.1", "127.0.0.1, 203.0.113.7", "203.0.113.7"],
    ["two proxies", "10.0.0.1", "203.0.113.7, 10.0.0.9", "203.0.113.7"],
    ["proxies alone", "10.0.0.1", "10.0.0.3,10.0.0.2", "10.0.0.3"],
    ["a proxy that says nothing", "10.0.0.1", "", "10.0.0.1"],
    ["what is no address ends it", "10.0.0.1", "203.0.113.7, evil", "10.0.0.1"],
    ["with ports", "2001:db8:ff::1", "[2001:db8::7]:4711", "2001:db8::7"],
    ["with a port, IPv4", "10.0.0.1", "203.0.113.7:4711", "203.0.113.7"],
    ["a socket that is gone", undefined, "203.0.113.7", "unknown"],
  ])("%s", (_what, socket, forwarded, caller) => expect(callerAddress(socket, forwarded, proxies)).toBe(caller));
});

test.each(["10.0.0.0/33", "10.0.0.0/", "proxy.example", "10.0.0.0/8/8", "10.0.0.0/-1", "2001:db8::/129"])(
  "%s is no proxy",
  (text) => expect(readProxies([text])).toBeNull(),
);
