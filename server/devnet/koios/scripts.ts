import { toHex } from "../codec/cbor-shape";
import { nativeScriptJson } from "../codec/script";
import { type Functions, hashes } from "./router";

export const scriptFunctions: Functions = {
  "POST /script_info": (request) =>
    [...hashes(request, "_script_hashes")].flatMap((hash) => {
      const entry = request.view.chain.index.scripts.get(hash);
      if (!entry || entry.height > request.view.tipHeight) return [];
      const { type, bytes } = entry.script;
      const isNative = type === "timelock";
      const made = request.view.blockAt(entry.height)?.transactions;
      return {
        script_hash: hash,
        creation_tx_hash: made?.find(({ tx }) => tx?.scripts.some((each) => each.hash === hash))?.hash ?? null,
        type,
        value: isNative ? nativeScriptJson(bytes) : null,
        bytes: isNative ? null : toHex(bytes),
        size: isNative ? null : bytes.length,
      };
    }),
};
