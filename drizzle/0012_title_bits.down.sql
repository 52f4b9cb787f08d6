ALTER TABLE "articles" DROP COLUMN "title_bits";
