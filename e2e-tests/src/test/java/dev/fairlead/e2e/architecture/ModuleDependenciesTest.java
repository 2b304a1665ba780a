package dev.fairlead.e2e.architecture;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

import static org.assertj.core.api.Assertions.assertThat;

/** What the build files say: services share contracts and platform, and nothing else of ours, in any scope. */
class ModuleDependenciesTest {

    private static final String GROUP = "dev.fairlead";

    static List<String> modules() {
        return Services.all();
    }

    @ParameterizedTest
    @MethodSource("modules")
    void aModuleDependsOnWhatIsSharedOnly(String module)
            throws ParserConfigurationException, IOException, SAXException {
        List<String> allowed =
                switch (module) {
                    case "contracts" -> List.of();
                    case "platform" -> List.of("fairlead-contracts");
                    default -> List.of("fairlead-contracts", "fairlead-platform");
                };

        assertThat(allowed).containsAll(ownDependencies(module));
    }

    private static List<String> ownDependencies(String module)
            throws ParserConfigurationException, IOException, SAXException {
        NodeList dependencies = DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(Services.folder(module).resolve("pom.xml").toFile())
                .getElementsByTagName("dependency");
        List<String> ours = new ArrayList<>();
        for (int i = 0; i < dependencies.getLength(); i++) {
            if (dependencies.item(i) instanceof Element dependency
                    && text(dependency, "groupId").equals(GROUP)) {
                ours.add(text(dependency, "artifactId"));
            }
        }
        return ours;
    }

    private static String text(Element element, String child) {
        return element.getElementsByTagName(child).item(0).getTextContent().strip();
    }
}
