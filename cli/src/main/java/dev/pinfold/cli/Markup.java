package dev.pinfold.cli;

import java.io.StringWriter;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Writes a page of HTML with drawings in SVG; what is text is escaped, what is opened is closed. */
final class Markup {
    private final StringWriter text = new StringWriter();
    private final XMLStreamWriter out;

    Markup() {
        text.write("<!DOCTYPE html>\n");
        try {
            out = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What goes between an element's tags. */
    @FunctionalInterface
    interface Body {
        void write();
    }

    /** An element with what is in it; attributes as name, value, name, value, … */
    Markup element(String name, Body body, String... attributes) {
        try {
            out.writeStartElement(name);
            for (int i = 0; i < attributes.length; i += 2) {
                out.writeAttribute(attributes[i], attributes[i + 1]);
            }
            body.write();
            out.writeEndElement();
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
        return this;
    }

    /** An element that holds text alone. */
    Markup element(String name, String content, String... attributes) {
        return element(name, () -> text(content), attributes);
    }

    /** An element that holds nothing. */
    Markup empty(String name, String... attributes) {
        try {
            out.writeEmptyElement(name);
            for (int i = 0; i < attributes.length; i += 2) {
                out.writeAttribute(attributes[i], attributes[i + 1]);
            }
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
        return this;
    }

    Markup text(String content) {
        try {
            out.writeCharacters(content);
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
        return this;
    }

    /** All that was written. */
    @Override
    public String toString() {
        try {
            out.flush();
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
        return text + "\n";
    }
}
