// What socket.io is measured with: a member is a room of their own, what is said to them is passed on and acknowledged
// when it has been. Nobody is asked who they are, nothing is kept.
//   node server.js PORT [msgpack]
"use strict";

const { createServer } = require("node:http");
const { Server } = require("socket.io");

const port = Number(process.argv[2]);
const parser = process.argv[3] === "msgpack" ? { parser: require("socket.io-msgpack-parser") } : {};

const http = createServer((request, response) => {
  response.end(request.url === "/readyz" ? "ready\n" : "");
});
const io = new Server(http, { transports: ["websocket"], serveClient: false, ...parser });

io.on("connection", (socket) => {
  socket.on("join", (room, joined) => {
    socket.join(room);
    joined();
  });
  socket.on("say", (room, id, body, said) => {
    io.to(room).emit("said", id, body);
    said();
  });
});

// As many as the hub lets wait.
http.listen({ host: "127.0.0.1", port, backlog: 4096 });
