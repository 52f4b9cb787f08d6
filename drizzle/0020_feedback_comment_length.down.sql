ALTER TABLE "feedback" DROP CONSTRAINT "feedback_comment_length";
