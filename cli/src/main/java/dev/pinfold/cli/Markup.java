package dev.pinfold.cli;

import java.io.StringWriter;
import java.util.function.Consumer;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Writes a page of HTML with drawings in SVG; what is text is escaped, what is opened is closed. */
final class Markup {
    private final StringWriter text = new StringWriter();
    private final XMLStreamWriter out;

    private Markup() {
        text.write("<!DOCTYPE html>\n");
        try {
            out = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A whole page in English, with its style; {@code body} writes into it. */
    static String page(String title, String style, Consumer<Markup> body) {
        Markup page = new Markup();
        page.element(
                "html",
                () -> {
                    page.element("head", () -> {
                        page.empty("meta", "charset", "utf-8");
                        page.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
                        page.element("title", title);
                        page.element("style", style);
                    });
                    page.element("body", () -> body.accept(page));
                },
                "lang",
                "en");
        return page.toString();
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
