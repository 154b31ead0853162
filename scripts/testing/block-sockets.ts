import net from "node:net";

// A unit test that opens a socket is not a unit test: it depends on something outside the repository.
net.Socket.prototype.connect = function blocked(): never {
  throw new Error("unit tests may not open sockets: name the file x.db.test.ts or x.chain.test.ts");
};
