import { randomBytes } from "node:crypto";
import { bytesToHex } from "@noble/hashes/utils";
import { generateSecret } from "otplib";
import type { Database } from "@/db/client";
import { sealKey } from "@/server/domain/approver-key/vault";
import { createUser } from "@/server/services/people/create-user";
import type { SecretBox } from "@/server/services/people/secret-box";
import type { SoftwareKey } from "@/server/signing/key-file";

/** An administrator of the demo, with everything needed to log in and to sign. Test secrets only. */
export type DemoAdmin = {
  readonly name: string;
  readonly email: string;
  readonly password: string;
  readonly totpSecret: string;
  readonly passphrase: string;
  readonly publicKey: string;
};

const NAMES = ["Ada", "Basil", "Chioma"];

/** One administrator for each approver's key, which is stored sealed under a passphrase that only they know. */
export async function makeAdmins(db: Database, keys: readonly SoftwareKey[], box: SecretBox): Promise<DemoAdmin[]> {
  const admins: DemoAdmin[] = [];
  for (const [index, key] of keys.entries()) {
    const name = NAMES[index] ?? `Approver ${index + 1}`;
    const admin: DemoAdmin = {
      name,
      email: `${name.toLowerCase()}@example.org`,
      password: words(),
      totpSecret: generateSecret(),
      passphrase: words(),
      publicKey: key.publicKey,
    };
    const sealed = await sealKey({
      secretKey: key.secretKey,
      passphrase: admin.passphrase,
      salt: randomBytes(16),
      iv: randomBytes(12),
    });
    await createUser(
      db,
      {
        email: admin.email,
        name,
        role: "admin",
        password: admin.password,
        totpSecret: admin.totpSecret,
        approverKey: key.publicKey,
        encryptedKey: JSON.stringify(sealed),
      },
      "cli:demo",
      box,
    );
    admins.push(admin);
  }
  return admins;
}

/** A secret that is easy to copy from a terminal. */
function words(): string {
  return (bytesToHex(randomBytes(8)).match(/.{4}/g) ?? []).join("-");
}
