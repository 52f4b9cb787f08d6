export { DEMO_TOPICS, SAMPLE_FEEDS } from './catalogue.ts'
export { type SampleServer, type SampleServerOptions, startSampleFeeds } from './serve.ts'
export type { SampleFeed } from './story.ts'
