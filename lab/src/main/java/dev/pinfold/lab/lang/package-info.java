/**
 * The workload language, from text to a checked {@link dev.pinfold.lab.lang.Workload}.
 *
 * <p>{@link dev.pinfold.lab.lang.Source} is the file's text and makes the errors that point into it. {@link
 * dev.pinfold.lab.lang.FileReader} goes from line to line, {@link dev.pinfold.lab.lang.Prefix} reads what stands before a call, {@link
 * dev.pinfold.lab.lang.ExprReader} its arguments and {@link dev.pinfold.lab.lang.ResultReader} what must come of it. {@link
 * dev.pinfold.lab.lang.Checker} holds each argument against the parameter that {@link dev.pinfold.lab.lang.CallCatalogue} has for
 * it, and {@link dev.pinfold.lab.lang.Resolver} says which task and which value every word means.
 *
 * <p>Nothing here runs anything. All that can be known about a text without running it is an error of this package, with line,
 * column, what was found and what was expected; reading takes time in proportion to the text, and values nest only so deep.
 */
@NullMarked
package dev.pinfold.lab.lang;

import org.jspecify.annotations.NullMarked;
