// What is used of the module of that name, for the world of Node, where it is not known: tests compile these sources, too.
declare module 'cloudflare:sockets' {
  export const connect: import('./smtp-connection.ts').SmtpConnect
}
