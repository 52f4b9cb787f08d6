import { createServer, type Server } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'

/** Made for these tests, self-signed for 127.0.0.1 until 2126; it protects nothing. */
const key = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQguNxxdxgVv0j7w15Y
ZG/mR2cijwJ4LiJM0FJ2TI9WmVmhRANCAASHrFymO4csrAFYk6CDAYGhAa9rDp7Y
Irf0MWDlvg+TcnjfWK5h48bPeniB9uN3EcxfyO1ZE2kOcCk4qzONeJzc
-----END PRIVATE KEY-----`
const cert = `-----BEGIN CERTIFICATE-----
MIIBkDCCATagAwIBAgIUOEpxCyA60bRUgCwNm/s+5ttPtVowCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJMTI3LjAuMC4xMCAXDTI2MTEyMTEwMTg0MFoYDzIxMjYxMDI4
MTAxODQwWjAUMRIwEAYDVQQDDAkxMjcuMC4wLjEwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAASHrFymO4csrAFYk6CDAYGhAa9rDp7YIrf0MWDlvg+TcnjfWK5h48bP
eniB9uN3EcxfyO1ZE2kOcCk4qzONeJzco2QwYjAdBgNVHQ4EFgQU0OKHX+6c9Qb6
CMeaiGJKHgcy7SUwHwYDVR0jBBgwFoAU0OKHX+6c9Qb6CMeaiGJKHgcy7SUwDwYD
VR0TAQH/BAUwAwEB/zAPBgNVHREECDAGhwR/AAABMAoGCCqGSM49BAMCA0gAMEUC
IAclqcldBJPd7t49iMUMErK4j2PAH9+g2RxWZM89126KAiEA66gnVxKCBx6VIrhn
NpMy1zCjVNRhHhyL8pOMyjyFwZs=
-----END CERTIFICATE-----`

/** Origins (https) whose TLS fails, each in its own way. */
export interface TlsServers {
  /** A certificate nobody vouches for. */
  selfSigned: string
  /** Plain HTTP where TLS is expected. */
  plain: string
  /** Hangs up during the handshake. */
  silent: string
  close: () => Promise<void>
}

export async function startTlsServers(): Promise<TlsServers> {
  const servers: Server[] = []
  const start = async (server: Server) => {
    servers.push(server)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return `https://127.0.0.1:${(server.address() as { port: number }).port}`
  }
  const answering = (text: string) =>
    createServer((socket) => {
      socket.on('error', () => {}).once('data', () => socket.end(text))
    })
  const secure = createTlsServer({ key, cert }, (socket) => socket.on('error', () => {}).end())
  return {
    selfSigned: await start(secure.on('tlsClientError', () => {})),
    plain: await start(answering('HTTP/1.1 400 Bad Request\r\n\r\n')),
    silent: await start(answering('')),
    close: async () => {
      await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
    },
  }
}
