"""Read by every Python that has this folder in PYTHONPATH: its servers listen on this computer only. bCNC's pendant would
let the whole network drive, and has no option for that."""

import socketserver

bind = socketserver.TCPServer.server_bind


def bind_on_loopback(server):
    server.server_address = ("127.0.0.1", server.server_address[1])
    bind(server)


socketserver.TCPServer.server_bind = bind_on_loopback
