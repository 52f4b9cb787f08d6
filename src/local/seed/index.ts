export { type CreatedUser, type CreateUserOptions, createUser } from './create-user.ts'
export { type ResetReport, resetDatabase } from './reset.ts'
export { type SeedOptions, type SeedReport, seed } from './seed.ts'
