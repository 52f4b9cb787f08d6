DROP TABLE "summary_attempts" CASCADE;
