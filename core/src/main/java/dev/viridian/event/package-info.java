/** What happened, as sealed records in the past tense. Journal, progress, notifications and reports are folds over them. */
@NullMarked
package dev.viridian.event;

import org.jspecify.annotations.NullMarked;
