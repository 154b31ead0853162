import { describe, expect, it } from "vitest";
import { startTestDevnet } from "@/server/testing/devnet/harness";
import { stakeAddress } from "./codec/address";

const RECEIVER = "addr_test1vz2fxv2umyhttkxyxp8x0dlpdt3k6cwng5pxj3jhsydzerspjrlsz";

const rewards = (rewardLovelace: bigint) => ({
  address: stakeAddress(0, { script: true, hash: "ab".repeat(28) }),
  rewardLovelace,
});

describe("another genesis", () => {
  it("has its own magic, slot length and a clock years away, also for transactions", async () => {
    const systemStartMs = Date.UTC(2031, 4, 6);
    const unit = `${"cd".repeat(28)}c0de`;
    const devnet = await startTestDevnet({
      genesis: {
        networkMagic: 7,
        systemStartMs,
        slotLengthMs: 2000,
        securityParam: 100,
        epochLength: 500,
        initialFunds: [{ address: RECEIVER, lovelace: 9_000_000n, assets: { [unit]: 5n } }],
      },
      startTimeMs: systemStartMs + 3_000_000,
      blockIntervalMs: 20_000,
    });
    expect(await devnet.blockfrost.genesis()).toMatchObject({
      network_magic: 7,
      system_start: systemStartMs / 1000,
      slot_length: 2,
      security_param: 100,
      epoch_length: 500,
    });
    await devnet.control.mine(2);
    const tip = await devnet.blockfrost.blocksLatest();
    expect(tip).toMatchObject({ slot: 1510, time: systemStartMs / 1000 + 3020, epoch: 3, epoch_slot: 10 });
    expect(await devnet.blockfrost.epochsLatest()).toMatchObject({
      epoch: 3,
      start_time: systemStartMs / 1000 + 3000,
    });
    expect(await devnet.read(`/addresses/${RECEIVER}`)).toMatchObject({
      body: { amount: [{ quantity: "9000000" }, { unit, quantity: "5" }] },
    });

    const lucid = await devnet.lucid();
    const { nowMs } = await devnet.control.state();
    const build = (validToMs: number) =>
      lucid.newTx().pay.ToAddress(RECEIVER, { lovelace: 2_000_000n }).validFrom(nowMs).validTo(validToMs).complete();
    const signed = await (await build(nowMs + 60_000)).sign.withWallet().complete();
    const hash = await signed.submit();
    await devnet.control.mine();
    expect(await devnet.blockfrost.txs(hash)).toMatchObject({
      invalid_before: "1510",
      invalid_hereafter: "1540",
      slot: 1520,
    });
    await devnet.stop();
  });

  it("has an earlier era with another slot length", async () => {
    const systemStartMs = Date.UTC(2022, 0, 1);
    const earlierEras = [{ slots: 200, slotLengthMs: 20_000, epochLength: 100 }];
    const devnet = await startTestDevnet({
      genesis: { systemStartMs, earlierEras, slotLengthMs: 200, epochLength: 1000, securityParam: 50 },
    });
    await devnet.control.mine();
    expect(await devnet.blockfrost.networkEras()).toEqual([
      {
        start: { time: 0, slot: 0, epoch: 0 },
        end: { time: 4000, slot: 200, epoch: 2 },
        parameters: { epoch_length: 100, slot_length: 20, safe_zone: 150 },
      },
      {
        start: { time: 4000, slot: 200, epoch: 2 },
        end: { time: 4200, slot: 1200, epoch: 3 },
        parameters: { epoch_length: 1000, slot_length: 0.2, safe_zone: 150 },
      },
    ]);
    await devnet.control.advance({ slots: 7 });
    expect(await devnet.blockfrost.blocksLatest()).toMatchObject({
      slot: 207,
      epoch: 2,
      time: Math.floor((systemStartMs + 4_001_400) / 1000),
    });
    const lucid = await devnet.lucid();
    const { nowMs } = await devnet.control.state();
    const tx = await lucid
      .newTx()
      .pay.ToAddress(RECEIVER, { lovelace: 2_000_000n })
      .validTo(nowMs + 10_000)
      .complete();
    const hash = await (await tx.sign.withWallet().complete()).submit();
    await devnet.control.mine();
    expect(await devnet.blockfrost.txs(hash)).toMatchObject({ invalid_hereafter: "257" });
    await devnet.stop();
  });

  it("makes empty blocks automatically at an accelerated pace, and stops when paused", async () => {
    const devnet = await startTestDevnet({ speed: 100, blockIntervalMs: 1000 });
    await expect.poll(async () => (await devnet.control.state()).tip.height, { timeout: 20_000 }).toBeGreaterThan(5);
    const paused = await devnet.control.pause();
    await expect
      .poll(async () => (await devnet.control.state()).nowMs, { timeout: 20_000 })
      .toBeGreaterThan(paused.nowMs + 3000);
    expect((await devnet.control.state()).tip).toEqual(paused.tip);
    await devnet.control.resume();
    await expect
      .poll(async () => (await devnet.control.state()).tip.height, { timeout: 20_000 })
      .toBeGreaterThan(paused.tip.height);
    await devnet.stop();
  });

  it("says that a port is taken", async () => {
    const devnet = await startTestDevnet();
    const port = Number(new URL(devnet.url).port);
    await expect(startTestDevnet({ port })).rejects.toThrow(
      `port ${port} is in use; choose another, or 0 for a free one`,
    );
    await devnet.stop();
  });

  it.each([
    [{ genesis: { slotLengthMs: 0 } }, /slotLengthMs is 0; it must be a whole number from 1/],
    [
      { genesis: { initialFunds: [{ address: "addr1nonsense", lovelace: 1n }] } },
      /is not an address of a test network/,
    ],
    [
      { genesis: { initialRewardAccounts: [{ address: RECEIVER, rewardLovelace: 1n }] } },
      /is not a stake address of a test network/,
    ],
    [
      { genesis: { initialRewardAccounts: [rewards(1n), rewards(2n)] } },
      /stake_test1\w+ is named twice; add up its rewards/,
    ],
    [{ genesis: { initialRewardAccounts: [rewards(-1n)] } }, /-1 lovelace; it must be 0 or more/],
    [{ genesis: { systemStartMs: 1_700_000_000_000 }, startTimeMs: 1 }, /before the current era begins/],
  ])("says what is wrong with %o", async (options, message) => {
    await expect(startTestDevnet(options)).rejects.toThrow(message);
  });
});
