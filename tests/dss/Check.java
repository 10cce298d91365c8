// Ask EU DSS what the signature of a PDF is worth: java Check ROOT.pem FILE.pdf ... prints a line for each file.

import eu.europa.esig.dss.enumerations.Indication;
import eu.europa.esig.dss.model.FileDocument;
import eu.europa.esig.dss.spi.DSSUtils;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import eu.europa.esig.dss.spi.x509.CommonTrustedCertificateSource;
import eu.europa.esig.dss.validation.SignedDocumentValidator;
import java.io.File;

public class Check {
    public static void main(String[] words) {
        CommonTrustedCertificateSource trusted = new CommonTrustedCertificateSource();
        trusted.addCertificate(DSSUtils.loadCertificate(new File(words[0])));
        for (int n = 1; n < words.length; n++) {
            CommonCertificateVerifier verifier = new CommonCertificateVerifier();
            verifier.setTrustedCertSources(trusted);
            SignedDocumentValidator validator = SignedDocumentValidator.fromDocument(new FileDocument(words[n]));
            validator.setCertificateVerifier(verifier);
            var report = validator.validateDocument().getSimpleReport();
            String id = report.getFirstSignatureId();
            System.out.println(report.getSignatureFormat(id) + " " + report.getIndication(id) + " " + report.getSubIndication(id));
        }
    }
}
