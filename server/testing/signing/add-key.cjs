// Makes a key in a token with the attributes that a test asks for: a process of its own, since a library that is loaded
// once stays with its process.
const { PKCS11 } = require("pkcs11js");

const { module: file, token, label, attributes, pin } = JSON.parse(process.argv[2]);
const types = { private: 0x2, sensitive: 0x103, sign: 0x108, extractable: 0x162, alwaysAuthenticate: 0x202 };
const module_ = new PKCS11();
module_.load(file);
module_.C_Initialize();
const slot = module_.C_GetSlotList(true).find((one) => module_.C_GetTokenInfo(one).label.trim() === token);
const session = module_.C_OpenSession(slot, 0x4 | 0x2);
module_.C_Login(session, 1, pin);
const named = [
  { type: 0x1, value: true },
  { type: 0x3, value: label },
  { type: 0x102, value: Buffer.from(label) },
];
const guarded = { private: true, sensitive: true, extractable: false, sign: true, ...attributes };
module_.C_GenerateKeyPair(
  session,
  { mechanism: 0x1055 },
  [...named, { type: 0x180, value: Buffer.from("06032b6570", "hex") }],
  [...named, ...Object.entries(guarded).map(([name, value]) => ({ type: types[name], value }))],
);
module_.C_Finalize();
