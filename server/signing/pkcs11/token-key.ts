import { shown } from "@/server/domain/shown";
import type { Hex } from "@/server/domain/units";
import { type KeyChoice, ModuleError, type OpenedKey } from "./calls";
import { codeOf, saying } from "./refusals";
import { MECHANISM, type Session } from "./token";

/** Of PKCS#11's numbers, those that are used here. */
const ATTRIBUTE = {
  class: 0x0,
  token: 0x1,
  private: 0x2,
  label: 0x3,
  keyType: 0x100,
  id: 0x102,
  sensitive: 0x103,
  sign: 0x108,
  verify: 0x10a,
  extractable: 0x162,
  neverExtractable: 0x164,
  alwaysSensitive: 0x165,
  ecParams: 0x180,
  ecPoint: 0x181,
  alwaysAuthenticate: 0x202,
} as const;
const CLASS = { public: 2, private: 3 } as const;
const EDWARDS = 0x40;
const CONTEXT_USER = 2;
const SIGNATURE_BYTES = 64;
/** 1.3.101.112, and the name that some modules want instead. */
const CURVES = ["06032b6570", "130c656477617264733235353139"].map((hex) => Buffer.from(hex, "hex"));

/** A key of the session, ready to sign. */
export type TokenKey = OpenedKey & { readonly handle: Buffer; readonly asksAgain: boolean };

/**
 * Finds the one private key of that label and id, and its public half. Throws a ModuleError in words where there is
 * none or more than one, where it is no ed25519 key that signs, and where the module would give it away.
 */
export function findKey(session: Session, choice: KeyChoice): TokenKey {
  const handle = onlyOne(find(session, CLASS.private, choice), `private key ${sayChoice(choice)}`);
  const read = (type: number) => readAttribute(session, handle, type);
  const is = (type: number) => read(type)?.at(0) === 1;
  const label = read(ATTRIBUTE.label)?.toString("utf8") ?? "";
  const id = read(ATTRIBUTE.id)?.toString("hex") ?? "";
  const problems = [
    ...(read(ATTRIBUTE.keyType)?.readUInt32LE() === EDWARDS ? [] : ["is not an ed25519 key (CKK_EC_EDWARDS)"]),
    ...(is(ATTRIBUTE.sign) ? [] : ["does not sign (CKA_SIGN)"]),
    // Where an attribute is not told, the key is taken for one that can leave.
    ...(read(ATTRIBUTE.extractable)?.at(0) === 0 ? [] : ["can be taken out of the module (CKA_EXTRACTABLE)"]),
    ...(is(ATTRIBUTE.sensitive) ? [] : ["can be read in plain (not CKA_SENSITIVE)"]),
    ...(is(ATTRIBUTE.private) ? [] : ["can be used without the PIN (not CKA_PRIVATE)"]),
  ];
  if (problems.length > 0) {
    throw new ModuleError(
      "key",
      `The key ${shown(label)} ${problems.join("; it ")}. Make another one with npm run hsm -- new.`,
    );
  }
  return {
    handle,
    label,
    id,
    publicKey: readPublicKey(session, { id, label }),
    asksAgain: is(ATTRIBUTE.alwaysAuthenticate),
    isBornInside: is(ATTRIBUTE.neverExtractable) && is(ATTRIBUTE.alwaysSensitive),
  };
}

/** Makes a key in the token that never leaves it. Throws where the label or the id is taken. */
export function makeKey(session: Session, { label, id }: Required<KeyChoice>): TokenKey {
  for (const choice of [{ label }, { id }]) {
    if ([CLASS.private, CLASS.public].every((kind) => find(session, kind, choice).length === 0)) continue;
    throw new ModuleError("key", `The token has a key ${sayChoice(choice)} already. Choose another label or id.`);
  }
  const named = [
    { type: ATTRIBUTE.token, value: true },
    { type: ATTRIBUTE.label, value: label },
    { type: ATTRIBUTE.id, value: Buffer.from(id, "hex") },
  ];
  const guarded = [
    { type: ATTRIBUTE.private, value: true },
    { type: ATTRIBUTE.sensitive, value: true },
    { type: ATTRIBUTE.extractable, value: false },
    { type: ATTRIBUTE.sign, value: true },
  ];
  const make = (curve: Buffer) =>
    session.module.C_GenerateKeyPair(
      session.handle,
      { mechanism: MECHANISM.makeEdwards },
      [...named, { type: ATTRIBUTE.verify, value: true }, { type: ATTRIBUTE.ecParams, value: curve }],
      [...named, ...guarded],
    );
  saying("making a key", () => tryEach(CURVES, make));
  return findKey(session, { label, id });
}

/** Signs the message itself with pure ed25519: 64 bytes. */
export function signInToken({ module, handle }: Session, key: TokenKey, message: Buffer, pin: string): Hex {
  return saying("signing", () => {
    module.C_SignInit(handle, { mechanism: MECHANISM.eddsa }, key.handle);
    if (key.asksAgain) module.C_Login(handle, CONTEXT_USER, pin);
    return module.C_Sign(handle, message, Buffer.alloc(SIGNATURE_BYTES)).toString("hex");
  });
}

/** CKA_EC_POINT is the point in an octet string (04 20); some modules leave out the two bytes. */
function readPublicKey(session: Session, choice: KeyChoice): Hex {
  const handle = onlyOne(find(session, CLASS.public, choice), `public key ${sayChoice(choice)}`);
  const point = readAttribute(session, handle, ATTRIBUTE.ecPoint)?.toString("hex") ?? "";
  const [, publicKey] = /^(?:0420)?([0-9a-f]{64})$/.exec(point) ?? [];
  if (publicKey !== undefined) return publicKey;
  throw new ModuleError("key", `The public key ${sayChoice(choice)} is not one of ed25519.`);
}

function find({ module, handle }: Session, kind: number, { label, id }: KeyChoice): Buffer[] {
  const wanted = [
    { type: ATTRIBUTE.class, value: kind },
    { type: ATTRIBUTE.token, value: true },
    ...(label ? [{ type: ATTRIBUTE.label, value: label }] : []),
    ...(id ? [{ type: ATTRIBUTE.id, value: Buffer.from(id, "hex") }] : []),
  ];
  return saying("looking for the key", () => {
    module.C_FindObjectsInit(handle, wanted);
    try {
      return module.C_FindObjects(handle, 2);
    } finally {
      module.C_FindObjectsFinal(handle);
    }
  });
}

function onlyOne(found: readonly Buffer[], what: string): Buffer {
  const [first, ...more] = found;
  if (!first) throw new ModuleError("key", `The token has no ${what}.`);
  if (more.length > 0) {
    throw new ModuleError("key", `The token has more than one ${what}. Name it by label and id.`);
  }
  return first;
}

/** Null where the module does not tell it. */
function readAttribute({ module, handle }: Session, object: Buffer, type: number): Buffer | null {
  return saying("reading the key's attributes", () => {
    try {
      return module.C_GetAttributeValue(handle, object, [{ type }])[0]?.value ?? null;
    } catch (error) {
      if (["CKR_ATTRIBUTE_TYPE_INVALID", "CKR_ATTRIBUTE_SENSITIVE"].includes(codeOf(error))) return null;
      throw error;
    }
  });
}

/** The first that is taken; what is thrown for the last. */
function tryEach<T>(choices: readonly T[], attempt: (choice: T) => unknown): void {
  const [choice, ...others] = choices;
  if (choice === undefined) return;
  try {
    attempt(choice);
  } catch (error) {
    if (others.length === 0) throw error;
    tryEach(others, attempt);
  }
}

function sayChoice({ label, id }: KeyChoice): string {
  return [...(label ? [`with the label ${shown(label)}`] : []), ...(id ? [`with the id ${id}`] : [])].join(" and ");
}
