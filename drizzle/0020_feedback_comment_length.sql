-- squawk-ignore-file constraint-missing-not-valid: comments are few, the lock lasts milliseconds
-- The page once took longer comments than the API does.
UPDATE feedback SET comment = left(comment, 2000) WHERE char_length(comment) > 2000;
--> statement-breakpoint
ALTER TABLE "feedback" ADD CONSTRAINT "feedback_comment_length" CHECK (char_length("feedback"."comment") <= 2000);