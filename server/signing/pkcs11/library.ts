import { createRequire } from "node:module";

/*
 * What is used of pkcs11js. Its own types are there only where it is: it is an optional dependency, and what is built
 * without it must not miss them.
 */

type Attribute = { readonly type: number; readonly value?: number | boolean | string | Buffer };
type Mechanism = { readonly mechanism: number };
type TokenInfo = {
  readonly label: string;
  readonly model: string;
  readonly serialNumber: string;
  readonly flags: number;
};

/** A module that is loaded. Each call throws an Error whose message is the name of the module's answer (CKR_...). */
export type Pkcs11 = {
  load(file: string): void;
  C_Initialize(): void;
  C_Finalize(): void;
  C_GetSlotList(tokenPresent: boolean): Buffer[];
  C_GetTokenInfo(slot: Buffer): TokenInfo;
  C_GetMechanismList(slot: Buffer): number[];
  C_OpenSession(slot: Buffer, flags: number): Buffer;
  C_Login(session: Buffer, user: number, pin: string): void;
  C_FindObjectsInit(session: Buffer, template: readonly Attribute[]): void;
  C_FindObjects(session: Buffer, most: number): Buffer[];
  C_FindObjectsFinal(session: Buffer): void;
  C_GetAttributeValue(
    session: Buffer,
    object: Buffer,
    template: readonly Attribute[],
  ): { readonly type: number; readonly value: Buffer }[];
  C_GenerateKeyPair(
    session: Buffer,
    mechanism: Mechanism,
    publicTemplate: readonly Attribute[],
    privateTemplate: readonly Attribute[],
  ): unknown;
  C_SignInit(session: Buffer, mechanism: Mechanism, key: Buffer): void;
  C_Sign(session: Buffer, message: Buffer, signature: Buffer): Buffer;
};

/** Throws where the library is not installed. */
export function newPkcs11(): Pkcs11 {
  const library: { readonly PKCS11: new () => Pkcs11 } = createRequire(import.meta.url)("pkcs11js");
  return new library.PKCS11();
}
