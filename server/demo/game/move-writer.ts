import { hexToBytes } from "@noble/hashes/utils";
import { minimumOutputLovelace } from "@/server/domain/cardano/minimum-output";
import type { TxOutput } from "@/server/domain/ports";
import type { AssetUnit, Hex } from "@/server/domain/units";
import type { SigningKey } from "../wallet/keys";
import type { PaymentOutput } from "../wallet/output";
import { type BuiltPayment, buildPayment, signPayment } from "../wallet/payment";
import type { Outgoing } from "./land";
import type { Move } from "./moves";
import { mainAddress } from "./people";
import type { Terms } from "./terms";

/** A person with more outputs spends the most useful ones. */
const MAX_INPUTS = 40;

/**
 * Turns moves into signed transactions, each spending what the ones before it made, without reading the chain. Keeps
 * the unspent outputs of everyone in the game.
 */
export class MoveWriter {
  readonly written: Outgoing[] = [];
  private readonly unspent = new Map<string, TxOutput[]>();
  private readonly waves = new Map<Hex, number>();

  constructor(
    private readonly terms: Terms,
    private readonly prizeAsset: AssetUnit,
    private readonly gameAddress: string,
  ) {}

  put(outputs: readonly TxOutput[]): void {
    for (const output of outputs) {
      const list = this.unspent.get(output.address);
      if (list) list.push(output);
      else this.unspent.set(output.address, [output]);
    }
  }

  /** Throws a BuildError if the person cannot pay for it. */
  write(move: Move): void {
    const address = mainAddress(move.person);
    const output = move.kind === "play" ? this.playOutput(move.lovelace) : this.saleOutput(move);
    const inputs = this.take(address);
    const built = buildPayment({
      inputs,
      outputs: [output],
      changeAddress: address,
      parameters: this.terms.parameters,
      validUntilSlot: this.terms.validUntilSlot,
    });
    this.put(built.outputs.filter((made) => made.address !== this.gameAddress));
    this.sign(built, inputs, move.person.key);
  }

  private sign(built: BuiltPayment, inputs: readonly TxOutput[], key: SigningKey): void {
    const wave = 1 + Math.max(...inputs.map(({ ref }) => this.waves.get(ref.txHash) ?? -1));
    this.waves.set(built.txHash, wave);
    const { txHash: hash, validUntilSlot } = built;
    this.written.push({ hash, bytes: hexToBytes(signPayment(built, [key])), wave, validUntilSlot });
  }

  private playOutput(lovelace: bigint): PaymentOutput {
    return { address: this.gameAddress, lovelace, assets: {} };
  }

  private saleOutput(sale: Extract<Move, { kind: "sell" }>): PaymentOutput {
    const address = mainAddress(sale.buyer);
    const output = { address, lovelace: 0n, assets: { [this.prizeAsset]: sale.quantity } };
    return { ...output, lovelace: minimumOutputLovelace(output, this.terms.parameters.coinsPerUtxoByte) };
  }

  /** Outputs with prize tokens first, since they may be what is sold. */
  private take(address: string): TxOutput[] {
    const rank = ({ assets }: TxOutput) => (assets[this.prizeAsset] ? 0 : 1);
    const all = [...(this.unspent.get(address) ?? [])].sort(
      (a, b) => rank(a) - rank(b) || (a.lovelace < b.lovelace ? 1 : -1),
    );
    this.unspent.set(address, all.slice(MAX_INPUTS));
    return all.slice(0, MAX_INPUTS);
  }
}
