package dev.pinfold.mm.abi;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A constant that is read by its name and never printed, since its value has another name in the same group. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
@interface Unprinted {}
